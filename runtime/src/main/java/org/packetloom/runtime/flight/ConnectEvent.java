// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A stream that was connected, or could not be. */
@Name("org.packetloom.Connect")
@Label("Connect")
@Category("Packetloom")
@Description("A stream was connected, names and all attempts included, or could not be")
final class ConnectEvent extends Event implements Timed {
  @Label("URI")
  String uri = "";

  @Label("End Points")
  String ends = "";

  @Label("Failure")
  @Description("Why it failed; empty if it has not")
  String failure = "";

  @Override
  public Event event() {
    return this;
  }

  @Override
  public void tell(String subject, String endPoints, long number, String reason) {
    uri = subject;
    ends = endPoints;
    failure = reason;
    commit();
  }
}
