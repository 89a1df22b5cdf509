// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.packetloom.PacketloomStatistics;

/** What a toolkit does and has done so far. */
@Name("org.packetloom.ToolkitStatistics")
@Label("Toolkit Statistics")
@Category("Packetloom")
@Description("What a toolkit does, and has done since it was opened")
@Period("10 s")
@StackTrace(false)
final class ToolkitEvent extends Event {
  @Label("Toolkit")
  String toolkit = "";

  @Label("Open Connectors")
  int open;

  @Label("Parked Threads")
  int parked;

  @Label("Connected")
  long connected;

  @Label("Accepted")
  long accepted;

  @Label("Closed")
  long closed;

  @Label("Leaked")
  long leaked;

  @Label("Bytes Read")
  @DataAmount
  long bytesRead;

  @Label("Bytes Written")
  @DataAmount
  long bytesWritten;

  static void tell(String toolkit, PacketloomStatistics statistics) {
    ToolkitEvent event = new ToolkitEvent();
    event.toolkit = toolkit;
    event.open = statistics.open().values().stream().mapToInt(Integer::intValue).sum();
    event.parked = statistics.parked();
    event.connected = statistics.connected();
    event.accepted = statistics.accepted();
    event.closed = statistics.closed();
    event.leaked = statistics.leaked();
    event.bytesRead = statistics.bytesRead();
    event.bytesWritten = statistics.bytesWritten();
    event.commit();
  }
}
