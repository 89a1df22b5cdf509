// SPDX-License-Identifier: Apache-2.0
/**
 * Engines, connectors and the message layer. Exports nothing: applications see {@code
 * org.packetloom}.
 */
module org.packetloom.runtime {
  requires static java.management;
  requires static jdk.jfr;
  requires static jdk.net;
  requires static org.jspecify;
  requires org.packetloom;
  requires org.packetloom.platform;
  requires org.jctools.core;

  provides org.packetloom.spi.RuntimeProvider with
      org.packetloom.runtime.LoomProvider;
}
