#pragma once
// For loops over columns.

// Before a loop whose rows do not hang on each other, in columns that do not overlap: it may be done several rows at once.
#if defined(__clang__)
#define ROWS_ARE_APART _Pragma("clang loop vectorize(assume_safety)")
#else
#define ROWS_ARE_APART _Pragma("GCC ivdep")
#endif

// The loader chooses between the versions of a function before anything else runs, sanitizers included, which do not bear it.
// Clang knows no versions of what is in a template.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOR_EACH_VECTOR_UNIT __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_VECTOR_UNIT
#endif
