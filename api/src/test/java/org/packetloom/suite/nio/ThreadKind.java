// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** The threads that call. */
public enum ThreadKind {
  VIRTUAL,
  PLATFORM
}
