// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

/** Whom a {@link WatchedConnection} belongs to. */
interface ConnectionOwner {
  /** Nobody in particular. */
  ConnectionOwner NONE =
      new ConnectionOwner() {
        @Override
        public boolean reports(WatchedConnection connection, Throwable failure) {
          return false;
        }

        @Override
        public void left(WatchedConnection connection) {}
      };

  /** A handler threw; false if the reactor is to report it. */
  boolean reports(WatchedConnection connection, Throwable failure);

  /** It is closed, and its handler was told. */
  void left(WatchedConnection connection);
}
