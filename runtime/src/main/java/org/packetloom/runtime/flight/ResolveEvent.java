// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A name that was looked up. */
@Name("org.packetloom.Resolve")
@Label("Resolve")
@Category("Packetloom")
@Description("A name was looked up, by the system or by what is registered in its place")
@StackTrace(false)
final class ResolveEvent extends Event implements Timed {
  @Label("Name")
  @Description("A host, or the URI that was asked about")
  String asked = "";

  @Label("Answers")
  int answers;

  @Label("Failure")
  @Description("Why there is no answer; empty if there is one")
  String failure = "";

  @Override
  public Event event() {
    return this;
  }

  @Override
  public void tell(String subject, String endPoints, long number, String reason) {
    asked = subject;
    answers = (int) number;
    failure = reason;
    commit();
  }
}
