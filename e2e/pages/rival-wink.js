import model from "wink-eng-lite-web-model";
import winkNLP from "wink-nlp";
import { serve } from "./rival.js";

// Tokens, sentences and entities, and nothing else.
const nlp = winkNLP(model, ["sbd", "ner"]);
serve((text) => nlp.readDoc(text).entities().out(nlp.its.detail).length);
