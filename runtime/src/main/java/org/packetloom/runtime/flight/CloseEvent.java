// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connector that was closed. */
@Name("org.packetloom.Close")
@Label("Close")
@Category("Packetloom")
@Description("A connector over descriptors was closed")
@StackTrace(false)
final class CloseEvent extends Event {
  @Label("End Points")
  String ends = "";

  @Label("Descriptor")
  int descriptor;

  @Label("Age")
  @Timespan(Timespan.NANOSECONDS)
  long age;

  @Label("Bytes Read")
  @DataAmount
  long bytesRead;

  @Label("Bytes Written")
  @DataAmount
  long bytesWritten;
}
