// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.io.IOException;
import java.util.Optional;

/** A web server at a port of 127.0.0.1 that runs in this JVM, each request in a virtual thread. */
interface WebServer extends AutoCloseable {
  /** The port that it listens at. */
  int port();

  @Override
  void close() throws IOException;

  /** Which server. */
  enum Kind {
    /** The JDK's. */
    JDK {
      @Override
      WebServer start(Optional<Certificate> certificate) throws Exception {
        return JdkWebServer.start(certificate);
      }
    },
    /** Apache Tomcat. */
    TOMCAT {
      @Override
      WebServer start(Optional<Certificate> certificate) throws Exception {
        return TomcatWebServer.start(certificate);
      }
    },
    /** Eclipse Jetty, with HTTP/2. */
    JETTY {
      @Override
      WebServer start(Optional<Certificate> certificate) throws Exception {
        return JettyWebServer.start(certificate);
      }
    };

    /**
     * Starts it.
     *
     * @param certificate for TLS; empty to do without
     */
    abstract WebServer start(Optional<Certificate> certificate) throws Exception;
  }
}
