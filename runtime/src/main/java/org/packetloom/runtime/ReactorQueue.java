// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

/** Where the tasks of a reactor wait to be run. Safe for use by any thread. */
interface ReactorQueue {
  /** Has a task run once, soon, and not by this call itself. */
  void add(ReactorTask task);
}
