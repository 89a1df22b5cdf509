// SPDX-License-Identifier: Apache-2.0
/**
 * What applications compile against. Everything that needs a kernel is found through one service,
 * {@link org.packetloom.spi.RuntimeProvider}.
 */
module org.packetloom {
  requires static java.rmi;
  requires static micrometer.core;
  requires static jdk.net;
  requires static org.jspecify;

  exports org.packetloom;
  exports org.packetloom.event;
  exports org.packetloom.management;
  exports org.packetloom.message;
  exports org.packetloom.net;
  exports org.packetloom.nio;
  exports org.packetloom.process;
  exports org.packetloom.proxy;
  exports org.packetloom.spi;
  exports org.packetloom.tls;

  uses org.packetloom.spi.RuntimeProvider;
}
