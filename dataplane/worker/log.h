/* The worker's log: one line a message, `time level message`, on stderr.
 *
 * For the main thread (and for what DPDK's own threads have to say). Never called by a polling lcore.
 */
#ifndef EDGELANE_LOG_H
#define EDGELANE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO };

void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
