/** @file The heuristics that the page offers: those that ship with the lab, unless somebody above provides others. */
import { createContext } from "react";
import type { Catalogue } from "../core/heuristics/catalogue.ts";
import { catalogue } from "../core/heuristics/index.ts";

export const CatalogueContext = createContext<Catalogue>(catalogue);
