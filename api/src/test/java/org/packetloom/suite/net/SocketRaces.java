// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;

/** Whatever comes first, a call ends, and in one of the ways that it may end. */
public interface SocketRaces extends SocketRow {
  /** How often each race is run. */
  int ROUNDS = 60;

  /** Lets a moment pass that is as long as what the other side needs, more or less. */
  private static void hesitate(Random random) {
    if (random.nextBoolean()) {
      LockSupport.parkNanos(random.nextInt(100_000));
    }
  }

  @Test
  default void closeThatRacesWithAReadEndsIt() throws Exception {
    Random random = Seed.random();
    for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
      try (SocketEnds ends = open()) {
        InputStream input = ends.input();
        var reading = start(input::read);
        hesitate(random);
        ends.near().close();
        reading.assertFailure().isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  default void closeThatRacesWithBytesEndsTheRead() throws Exception {
    Random random = Seed.random();
    for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
      try (SocketEnds ends = open()) {
        InputStream input = ends.input();
        var reading = start(input::read);
        var closing =
            startAction(
                () -> {
                  hesitate(random);
                  ends.near().close();
                });
        catchThrowable(() -> ends.send(6)); // who is closed may not take it any more
        closing.result();
        if (reading.hasFailed()) {
          reading.assertFailure().isInstanceOf(SocketException.class);
        } else {
          assertThat(reading.result()).isEqualTo(6);
        }
      }
    }
  }

  @Test
  default void closeThatRacesWithAConnectEndsIt() throws Exception {
    Random random = Seed.random();
    try (ServerSocket server = listen()) {
      for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
        Socket client = clientOf(server);
        var connecting = startAction(() -> client.connect(nameOf(server)));
        hesitate(random);
        client.close();
        if (connecting.hasFailed()) {
          connecting.assertFailure().isInstanceOf(SocketException.class);
        } else {
          server.accept().close();
        }
        assertThat(client.isClosed()).isTrue();
        drainQueue(server);
      }
    }
  }

  /** Takes what is in the queue, so that it never is full. */
  private static void drainQueue(ServerSocket server) throws IOException {
    server.setSoTimeout(1);
    try {
      while (true) {
        server.accept().close();
      }
    } catch (SocketTimeoutException empty) {
      server.setSoTimeout(0);
    }
  }

  @Test
  default void closeThatRacesWithAnAcceptEndsIt() throws Exception {
    Random random = Seed.random();
    for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
      ServerSocket server = listen();
      var accepting = start(server::accept);
      Task<Void> connecting = startAction(() -> connectTo(server).close());
      hesitate(random);
      server.close();
      if (accepting.hasFailed()) {
        accepting.assertFailure().isInstanceOf(SocketException.class);
      } else {
        accepting.result().close();
      }
      connecting.awaitEnd();
    }
  }

  @Test
  default void bytesThatRaceWithATimeoutComeThen() throws Exception {
    Random random = Seed.random();
    try (SocketEnds ends = open()) {
      ends.near().setSoTimeout(1);
      for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
        int sent = random.nextInt(256);
        var reading = start(() -> readPatiently(ends.input()));
        LockSupport.parkNanos(random.nextInt(2_000_000));
        ends.send(sent);
        assertThat(reading.result()).isEqualTo(sent);
      }
    }
  }

  private static int readPatiently(InputStream input) throws IOException {
    while (true) {
      try {
        return input.read();
      } catch (SocketTimeoutException again) {
        // nothing was lost
      }
    }
  }

  @Test
  default void anInterruptThatRacesWithBytesEndsTheRead() throws Exception {
    Random random = Seed.random();
    for (int i = Scale.rounds(ROUNDS); i > 0; i--) {
      try (SocketEnds ends = open()) {
        var reading = start(() -> ends.input().read());
        hesitate(random);
        var interrupting = startAction(reading::interrupt);
        catchThrowable(() -> ends.send(9)); // who is closed may not take it any more
        interrupting.result();
        if (reading.hasFailed()) {
          reading.assertFailure().isInstanceOf(SocketException.class);
          assertThat(sockets().interruptCloses()).isTrue();
          assertThat(ends.near().isClosed()).isTrue();
        } else {
          assertThat(reading.result()).isEqualTo(9);
        }
      }
    }
  }

  @Test
  default void aPeerThatIsGoneBeforeItIsAcceptedIsAccepted() throws Exception {
    try (ServerSocket server = listen()) {
      connectTo(server).close();
      try (Socket accepted = server.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  default void socketsOpenedAtOnceAreNotMixedUp() throws Exception {
    int count = 16;
    try (ServerSocket server = listen()) {
      var serving =
          startAction(
              () -> {
                for (int i = 0; i < count; i++) {
                  Socket accepted = server.accept();
                  startAction(
                      () -> {
                        try (accepted) {
                          accepted.getInputStream().transferTo(accepted.getOutputStream());
                        }
                      });
                }
              });
      List<Task<Void>> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] own = new byte[2_000 + i];
        new Random(Seed.VALUE + i).nextBytes(own);
        clients.add(startAction(() -> assertEchoed(server, own)));
      }
      clients.forEach(Task::result);
      serving.result();
    }
  }

  private void assertEchoed(ServerSocket server, byte[] own) throws IOException {
    try (Socket client = connectTo(server)) {
      client.getOutputStream().write(own);
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(own);
    }
  }
}
