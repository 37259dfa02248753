/**
 * @file How the program ends: 0 done; 1 something failed or cannot be used (a file, a graphics card, a training, a Redis); 2 the command
 * line or a study file says what cannot be; 130 it was stopped by Ctrl-C, 143
 * by SIGTERM, 129 by SIGHUP, the end of its terminal, as shells have it.
 */

export const exitCodes = { failed: 1, usage: 2, interrupted: 130, terminated: 143, hungUp: 129 } as const;

/** What was asked for cannot be; one line that names the place, what was given and what would be right. */
export class UsageError extends Error {}
