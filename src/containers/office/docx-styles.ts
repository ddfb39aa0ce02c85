import { scanXml } from '../xml/xml-scan.ts';

/** True unless it is said to be off (ECMA-376 part 1, 17.17.4 ST_OnOff). */
export function isOn(value: string | undefined): boolean {
  return !['0', 'false', 'off'].includes(value ?? '');
}

/** The ids of the styles that hide their text, by themselves or through the style that they are based on. */
export function hiddenStyles(xml: string, name: string): ReadonlySet<string> {
  const styles = new Map<string, { hides?: boolean; basedOn?: string }>();
  let id = '';
  const path: string[] = [];
  scanXml(xml, name, {
    onStart: ({ name: tag, attributes }) => {
      path.push(tag);
      const style = styles.get(id);
      if (tag === 'w:style') {
        id = attributes['w:styleId'] ?? '';
        styles.set(id, {});
      } else if (style !== undefined && tag === 'w:basedOn') style.basedOn = attributes['w:val'] ?? '';
      else if (style !== undefined && tag === 'w:vanish' && path.at(-3) === 'w:style') {
        style.hides = isOn(attributes['w:val']);
      }
    },
    onEnd: () => void path.pop(),
  });
  const hides = (start: string): boolean => {
    let style = styles.get(start);
    for (let steps = 0; style !== undefined && steps < styles.size; steps += 1) {
      if (style.hides !== undefined || style.basedOn === undefined) return style.hides === true;
      style = styles.get(style.basedOn);
    }
    return style?.hides === true;
  };
  return new Set([...styles.keys()].filter(hides));
}
