// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A loop that was kept from its work. */
@Name("org.packetloom.StallHandOver")
@Label("Stall Hand-over")
@Category("Packetloom")
@Description("One task kept a loop from everything else; another carrier has taken the loop over")
@StackTrace(false)
final class HandOverEvent extends Event {
  @Label("Loop")
  int loop;

  @Label("Total")
  @Description("How often that has happened to this loop")
  long total;
}
