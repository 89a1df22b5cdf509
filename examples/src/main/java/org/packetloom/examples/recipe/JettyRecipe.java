// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** Eclipse Jetty, embedded, with virtual threads, on channels of Packetloom. */
final class JettyRecipe extends WebServerRecipe {
  JettyRecipe() {
    super(WebServer.Kind.JETTY);
  }

  @Override
  public String name() {
    return "jetty";
  }

  @Override
  public String summary() {
    return "Eclipse Jetty, embedded, with virtual threads, on channels of Packetloom";
  }
}
