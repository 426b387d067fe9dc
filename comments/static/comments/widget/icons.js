/** The few drawings of the component. */

const LIKE = "M7 11v8.5M7 11l3.6-6.8c1.6 0 2.6 1.2 2.3 2.7L12.3 10h5.2a2 2 0 0 1 2 2.4l-1.2 5.5a2 2 0 0 1-2 1.6H4.5V11z";

/** Paths on a square of 24 by 24 whose stroke the style sheet gives. @type {Record<string, string>} */
export const PATHS = {
  reply: "M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  like: LIKE,
  dislike: LIKE,
  flag: "M6 20.5V4.5M6 5h11.5l-2.5 4 2.5 4H6",
  pencil: "M5 19l.8-3.8L16 5l3 3L8.8 18.2zM14 7l3 3",
  bin: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.5 11v5m3-5v5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  mail: "M3.5 6.5h17v11h-17zM4.5 7.5 12 13l7.5-5.5",
  chevron: "m7 10 5 5 5-5",
  up: "M12 19V5m-5.5 5.5L12 5l5.5 5.5",
  warning: "M12 4.5 3.5 19h17zM12 10v4m0 2.4v.1",
  note: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
  comment: "M20 14.5a2.5 2.5 0 0 1-2.5 2.5H10l-4.5 3.5V17A2 2 0 0 1 4 15V7a2.5 2.5 0 0 1 2.5-2.5h11A2.5 2.5 0 0 1 20 7z",
  reviewed: "M12 3.5 5 6v5.5c0 4.2 2.9 7.4 7 9 4.1-1.6 7-4.8 7-9V6zM9 11.8l2.2 2.2 4-4.2",
};
