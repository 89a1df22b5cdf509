// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.packetloom.Packetloom;
import org.packetloom.event.Reactor;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;
import org.packetloom.tls.Tls;

/** A toolkit for each test, a server's setting, and that of a client who trusts it alone. */
@ExtendWith(Watchdog.class)
abstract class TlsFixture {
  final Tls server = Tls.server(Keys.store(), Keys.PASSWORD);
  Packetloom loom;
  Tls client;

  @BeforeEach
  final void openToolkit() throws Exception {
    loom = open();
    client = Tls.client().trust(Keys.trusted(Keys.store())).peer("localhost", 1);
  }

  Packetloom open() throws Exception {
    return Packetloom.open();
  }

  /** Has a reactor without workers of its own run, until it is closed. */
  final void run(Reactor reactor, int workers) {
    if (workers == 0) {
      Task<Void> unused =
          Task.start(
              loom.threadFactory(),
              () -> {
                while (true) {
                  reactor.processEvents(Duration.ofHours(1)); // throws when it is closed
                }
              });
    }
  }

  @AfterEach
  final void closeToolkit() {
    loom.close();
  }
}
