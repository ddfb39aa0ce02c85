/** A command as shells complete it. */
export interface CompletedCommand {
  /** Such as `case add`. */
  readonly name: string;
  readonly summary: string;
  /** With their dashes. */
  readonly options: readonly string[];
  /** By option, for those that accept only certain values. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** A script that the shell reads at its start. It holds names only; nothing of a lab. */
export function formatCompletion(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      // zsh runs completions written for bash.
      return `#compdef criskit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case 'fish':
      return fishScript(commands);
    case 'powershell':
      return powershellScript(commands);
  }
}

/** First words, and for groups their second words. */
function wordsOf(commands: readonly CompletedCommand[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(commands, ({ name }) => name.split(' ')[0] ?? '');
  return new Map(
    [...groups].map(([first, members]) => [first, members.flatMap(({ name }) => name.split(' ').slice(1, 2))]),
  );
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const words = wordsOf(commands);
  const groups = [...words].filter(([, seconds]) => seconds.length > 0);
  const choiceCases = commands.flatMap(({ name, choices }) =>
    [...choices].map(([option, values]) => `    "${name} ${option}") words="${values.join(' ')}" ;;`),
  );
  return `_criskit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" first="" second="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) continue ;; esac
    if [ -z "$first" ]; then first="$word"; elif [ -z "$second" ]; then second="$word"; fi
  done
  local name="$first"
  case "$first" in
    ${groups.map(([first]) => first).join('|')}) name="$first $second" ;;
  esac
  case "$name $previous" in
${choiceCases.join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$name" in
      "") words="${[...words.keys()].join(' ')}" ;;
${groups.map(([first, seconds]) => `      "${first} ") words="${seconds.join(' ')}" ;;`).join('\n')}
${commands.map(({ name, options }) => `      "${name}") case "$current" in -*) words="${options.join(' ')}" ;; esac ;;`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _criskit criskit
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const words = wordsOf(commands);
  const firsts = [...words.keys()].join(' ');
  const lines = commands.flatMap(({ name, summary, options, choices }) => {
    const [first = '', second] = name.split(' ');
    const seen = second === undefined ? first : `${first}; and __fish_seen_subcommand_from ${second}`;
    const siblings = words.get(first)?.join(' ') ?? '';
    const begin =
      second === undefined
        ? `complete -c criskit -n "not __fish_seen_subcommand_from ${firsts}" -a ${first} -d '${quote(summary)}'`
        : `complete -c criskit -f -n "__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${siblings}" -a ${second} -d '${quote(summary)}'`;
    return [
      begin,
      ...options.map((option) => {
        const values = choices.get(option);
        const argument = values === undefined ? '' : ` -x -a '${values.join(' ')}'`;
        const flag = option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`;
        return `complete -c criskit -n "__fish_seen_subcommand_from ${seen}" ${flag}${argument}`;
      }),
    ];
  });
  const groups = [...words].filter(([, seconds]) => seconds.length > 0).map(([first]) => first);
  return [
    `complete -c criskit -n "not __fish_seen_subcommand_from ${firsts}" -a '${groups.join(' ')}'`,
    ...lines,
    '',
  ].join('\n');
}

function powershellScript(commands: readonly CompletedCommand[]): string {
  const list = (values: readonly string[]) => values.map((value) => `'${quote(value)}'`).join(', ');
  const words = [...wordsOf(commands)];
  return `$criskitWords = @{
  '' = @(${list(words.map(([first]) => first))})
${words
  .filter(([, seconds]) => seconds.length > 0)
  .map(([first, seconds]) => `  '${first}' = @(${list(seconds)})`)
  .join('\n')}
}
$criskitOptions = @{
${commands.map(({ name, options }) => `  '${name}' = @(${list(options)})`).join('\n')}
}
Register-ArgumentCompleter -Native -CommandName criskit -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" } |
    Where-Object { -not $_.StartsWith('-') -and $_ -ne $wordToComplete })
  $first = if ($typed.Count -gt 0) { $typed[0] } else { '' }
  $pair = if ($typed.Count -gt 1) { "$first $($typed[1])" } else { $first }
  $name = if ($criskitOptions.ContainsKey($pair)) { $pair } else { $first }
  $candidates = if ($criskitOptions.ContainsKey($name)) { $criskitOptions[$name] } else { $criskitWords[$first] }
  $candidates | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}
