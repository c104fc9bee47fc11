//! Words as search and insight see them: folded, CJK in bigrams, stems.
