-- Stories with pictures, with sound, with a full text: found without going through all texts, or all rows of a million.

CREATE INDEX body_with_image ON body (has_image) WHERE has_image = 1;
CREATE INDEX body_with_audio ON body (has_audio) WHERE has_audio = 1;
CREATE INDEX full_text_by_id ON full_text (id);
