// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.Timespan;

/**
 * A call that had to wait for long.
 *
 * <p>It is told when the call ends, and says how long that took, instead of lasting as long: an
 * event that lasts has to look at the clock when it begins and when it ends, and one in a thousand
 * is kept. Calls that wait know when they began anyway.
 */
@Name("org.packetloom.SlowOperation")
@Label("Slow Operation")
@Category("Packetloom")
@Description("A call that has ended had waited for long; longerThan says how long that is")
final class SlowOperationEvent extends Event {
  @Label("Operation")
  @Description("Such as read, write or accept")
  String operation = "";

  @Label("End Points")
  String ends = "";

  @Label("Waited")
  @Description("From the first wait of the call to its end")
  @Timespan(Timespan.NANOSECONDS)
  long waited;

  /** Whether to record it; asked by the flight recorder. */
  @SettingDefinition
  @Name("longerThan")
  @Label("Longer Than")
  @Description("Record calls that have waited longer than this")
  boolean longerThan(LongerThan control) {
    return waited >= control.nanos();
  }
}
