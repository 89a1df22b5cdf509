// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Something that is waited for: cheap to ask, without side effects. */
@FunctionalInterface
interface Condition {
  boolean holds();
}
