// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A stream that was accepted. */
@Name("org.packetloom.Accept")
@Label("Accept")
@Category("Packetloom")
@Description("A stream was accepted; lasts as long as the listener waited for it")
@StackTrace(false)
final class AcceptEvent extends Event implements Timed {
  @Label("Listener")
  String listener = "";

  @Label("End Points")
  String ends = "";

  @Override
  public Event event() {
    return this;
  }

  @Override
  public void tell(String subject, String endPoints, long number, String reason) {
    listener = subject;
    ends = endPoints;
    commit();
  }
}
