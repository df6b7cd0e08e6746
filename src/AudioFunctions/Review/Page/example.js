// A first script, to change into one's own.

export const example = `[META]
video_title: My first video
project: trash-panda
default_character: every-coon
default_pace: normal

[BEAT: 01_hook]
name: Hook
---
[DIRECTION: Punchy, accusatory, deadpan]
[PACE: fast]
Corporation stole your chips.
[PAUSE: 50ms]
Bag **not** same. [PAUSE: short]
You got *scammed*.
[END_BEAT]

[BEAT: 02_reply]
name: The reply
---
[CHARACTER: boomer]
In my day [PAUSE: 350ms] a bag was a bag.
[END_BEAT]
`;
