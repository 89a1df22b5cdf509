// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the code base itself: which module may refer to what, the promised signatures, the shape
 * of sources.
 */
package org.packetloom.structure;
