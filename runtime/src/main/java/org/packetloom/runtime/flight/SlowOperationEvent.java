// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** A call that had to wait for long. */
@Name("org.packetloom.SlowOperation")
@Label("Slow Operation")
@Category("Packetloom")
@Description("A call waited longer than the threshold; lasts from its first wait to its end")
@Threshold("20 ms")
final class SlowOperationEvent extends Event implements Timed {
  @Label("Operation")
  @Description("Such as read, write or accept")
  String operation = "";

  @Label("End Points")
  String ends = "";

  @Label("Bytes Moved")
  @Description("By the call, since it first waited")
  @DataAmount
  long bytes;

  @Override
  public Event event() {
    return this;
  }

  @Override
  public void tell(String subject, String endPoints, long number, String reason) {
    operation = subject;
    ends = endPoints;
    bytes = number;
    commit();
  }
}
