// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract.net;

import org.packetloom.runtime.contract.net.LoomRow.Kind;
import org.packetloom.runtime.contract.net.LoomSockets.Threads;
import org.packetloom.suite.net.SocketContract;
import org.packetloom.suite.net.Sockets;

/** The contract over ours: rows say engine, poller, threads and kind. */
abstract class LoomSocketContract extends SocketContract {
  private final LoomRow row;

  LoomSocketContract(String engine, String poller, Threads threads, Kind kind) {
    this.row = new LoomRow(engine, poller, threads, kind);
  }

  @Override
  protected final void openRow() throws Exception {
    row.open();
  }

  @Override
  protected final void closeRow() throws Exception {
    row.close();
  }

  @Override
  public final Sockets sockets() {
    return row.sockets();
  }
}
