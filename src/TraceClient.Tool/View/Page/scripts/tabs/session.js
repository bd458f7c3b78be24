/** Returns the session of a block: its properties, and the conversation of all its traces. */
const sessionOf = ([header, messages]) => ({ header: parseJson(header), get conversation() { return parseJson(messages); } });
