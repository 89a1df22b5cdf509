// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

/** The JDK's HttpServer, with virtual threads, on channels of Packetloom. */
final class HttpServerRecipe extends WebServerRecipe {
  HttpServerRecipe() {
    super(WebServer.Kind.JDK);
  }

  @Override
  public String name() {
    return "http-server";
  }

  @Override
  public String summary() {
    return "the JDK's HttpServer, with virtual threads, on channels of Packetloom";
  }
}
