/** A small clinic's FHIR server, and a story that is told to it; neither knows of Caretrail. */
@NullMarked
package io.caretrail.examples.fhir;

import org.jspecify.annotations.NullMarked;
