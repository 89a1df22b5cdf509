// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** How the transfer of a {@link Handle} is made, which tells its events to it. */
@FunctionalInterface
interface Attaching {
  Transfer attach(Readiness readiness);
}
