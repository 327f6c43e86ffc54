#pragma once
// For loops over columns.

// Before a loop whose rows do not hang on each other, in columns that do not overlap: it may be done several rows at once.
#if defined(__clang__)
#define ROWS_ARE_APART _Pragma("clang loop vectorize(assume_safety)")
#else
#define ROWS_ARE_APART _Pragma("GCC ivdep")
#endif
