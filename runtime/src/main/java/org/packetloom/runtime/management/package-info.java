// SPDX-License-Identifier: Apache-2.0
/** Shows toolkits by JMX; does without where there is no module {@code java.management}. */
@NullMarked
package org.packetloom.runtime.management;

import org.jspecify.annotations.NullMarked;
