// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.packetloom.PollerStatistics;

/** What a poller has done so far. */
@Name("org.packetloom.PollerStatistics")
@Label("Poller Statistics")
@Category("Packetloom")
@Description("What a poller has done since its toolkit was opened")
@Period("1 s")
@StackTrace(false)
final class PollerEvent extends Event {
  @Label("Toolkit")
  String toolkit = "";

  @Label("Poller")
  String poller = "";

  @Label("Alive")
  boolean alive;

  @Label("Waits")
  @Description("How often the system was asked for events")
  long waits;

  @Label("Events")
  @Description("How many the system has told")
  long events;

  static void tell(String toolkit, List<PollerStatistics> pollers) {
    for (PollerStatistics each : pollers) {
      PollerEvent event = new PollerEvent();
      event.toolkit = toolkit;
      event.poller = each.name();
      event.alive = each.isAlive();
      event.waits = each.waits();
      event.events = each.events();
      event.commit();
    }
  }
}
