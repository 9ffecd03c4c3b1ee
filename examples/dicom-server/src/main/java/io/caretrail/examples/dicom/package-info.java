/** A small radiology's DICOMweb server, and a story that is told to it; neither knows of Caretrail. */
@NullMarked
package io.caretrail.examples.dicom;

import org.jspecify.annotations.NullMarked;
