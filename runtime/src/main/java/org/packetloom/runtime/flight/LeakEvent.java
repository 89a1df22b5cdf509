// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connector that nobody has closed. */
@Name("org.packetloom.Leak")
@Label("Leak")
@Category("Packetloom")
@Description("A connector was found that nobody can reach and nobody has closed; it is closed now")
@StackTrace(false)
final class LeakEvent extends Event {
  @Label("End Points")
  String ends = "";

  @Label("Descriptor")
  int descriptor;

  @Label("Age")
  @Timespan(Timespan.NANOSECONDS)
  long age;

  @Label("Creation")
  @Description("Where it was opened; empty unless -Dpacketloom.leaks=trace asks for it")
  String creation = "";
}
