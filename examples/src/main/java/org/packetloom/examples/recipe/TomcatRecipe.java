// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** Apache Tomcat, embedded, with virtual threads, on channels of Packetloom. */
final class TomcatRecipe extends WebServerRecipe {
  TomcatRecipe() {
    super(WebServer.Kind.TOMCAT);
  }

  @Override
  public String name() {
    return "tomcat";
  }

  @Override
  public String summary() {
    return "Apache Tomcat, embedded, with virtual threads, on channels of Packetloom";
  }
}
