// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** How often the handler of a registration is called. */
public enum Repetition {
  /** As long as something holds, and whenever something occurs. */
  ALWAYS,

  /** Once; the registration is gone before the handler begins. */
  ONCE,

  /** Once more each time that the handler has called {@link Occurrence#again()}. */
  ON_REQUEST
}
