/** Entry of a thread that cannot be ended for some seconds: the engine visits each place of a list that has but one entry. */
const list: unknown[] = [];
list[700_000_000] = 0;
list.indexOf('none');
