// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.DatagramConnector;

/**
 * A half of {@link SimulatedDatagrams}: the link of one direction, and the calls that wait there.
 */
abstract class SimulatedSide {
  final DatagramConnector connector;
  final SimulatedDatagrams owner;
  final boolean isBlocking;

  final ReentrantLock lock = new ReentrantLock();
  final CallLine line;
  final LinkSimulator link; // guarded by lock

  SimulatedSide(
      SimulatedDatagrams owner, DatagramConnector connector, LinkConditions conditions, long seed) {
    this.owner = owner;
    this.connector = connector;
    this.isBlocking = connector.uri().isBlocking();
    this.line = new CallLine(owner, lock);
    this.link = LinkSimulator.of(conditions, seed);
  }

  final CallLine line() {
    return line;
  }

  final LinkStatistics statistics() {
    lock.lock();
    try {
      return link.statistics();
    } finally {
      lock.unlock();
    }
  }

  final void conditions(LinkConditions changed) {
    lock.lock();
    try {
      link.conditions(changed);
    } finally {
      lock.unlock();
    }
  }
}
