import nlp from "compromise";
import { serve } from "./rival.js";

// People, places and organisations.
serve((text) => nlp(text).topics().out("array").length);
