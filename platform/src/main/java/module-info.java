// SPDX-License-Identifier: Apache-2.0
/** Descriptors, readiness, completion and errno of the operating systems. For the runtime only. */
@SuppressWarnings("module") // the runtime is compiled after this module and not known here
module org.packetloom.platform {
  requires static org.jspecify;
  requires jdk.unsupported; // sun.misc.Signal, by reflection

  exports org.packetloom.platform to
      org.packetloom.runtime;
}
