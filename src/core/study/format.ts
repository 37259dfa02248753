/** What the results of a study say that they are. */
export const studyFormat = "super-net-lab/study";
