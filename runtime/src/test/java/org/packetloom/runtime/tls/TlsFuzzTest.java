// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Seed;
import org.packetloom.suite.Task;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;

/**
 * Somebody in the middle spoils records: bits, lengths, order, repetition, ends.
 *
 * <p>Whatever comes, both ends finish, by bytes that were sent or by an {@link IOException}: nobody
 * hangs, nothing else is thrown, and no byte is read that was not written.
 */
@Timeout(300)
class TlsFuzzTest {
  private static final int SENT = 40_000;

  private static Packetloom loom;
  private static Tls client;
  private static Tls server;

  @BeforeAll
  static void open() throws Exception {
    loom = Packetloom.open();
    client = patient(Tls.client().trust(Keys.trusted(Keys.store())).peer("localhost", 1));
    server = patient(Tls.server(Keys.store(), Keys.PASSWORD));
  }

  /** A length that was made larger has the other end wait for what never comes. */
  private static Tls patient(Tls tls) {
    return tls.handshakeTimeout(Duration.ofMillis(500)).closeTimeout(Duration.ofMillis(500));
  }

  @AfterAll
  static void close() {
    loom.close();
  }

  @Test
  void spoiltRecordsHarmNobody() throws Exception {
    Random seeds = Seed.random();
    for (int i = 0; i < Scale.rounds(20); i++) {
      long seed = seeds.nextLong();
      try {
        spoil(new Random(seed));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void spoil(Random random) throws Exception {
    String version = random.nextBoolean() ? "TLSv1.3" : "TLSv1.2";
    Pair near = loom.pair("local://");
    Pair far = loom.pair("local://");
    try (TlsConnector first = client.protocols(version).lazilyOver(loom, near.first());
        TlsConnector second = server.lazilyOver(loom, far.second())) {
      Task<Void> there = middle(near.second(), far.first(), random.nextLong(), random.nextInt(12));
      Task<Void> back = middle(far.first(), near.second(), random.nextLong(), random.nextInt(40));
      Task<Integer> client = Task.start(loom.threadFactory(), () -> talk(first));
      Task<Integer> server = Task.start(loom.threadFactory(), () -> talk(second));
      assertThat(client.result()).isBetween(0, SENT);
      assertThat(server.result()).isBetween(0, SENT);
      there.result();
      back.result();
    } finally {
      near.close();
      far.close();
    }
  }

  /** Writes and reads at once; how many bytes were read, all of them right. */
  private static int talk(TlsConnector stream) {
    Task<Void> writing =
        Task.start(
            loom.threadFactory(),
            () -> {
              try {
                stream.write(new byte[SENT]);
                stream.shutdownOutput();
              } catch (IOException _) {
                // spoilt
              }
              return null;
            });
    int count = 0;
    try {
      byte[] bytes = new byte[3000];
      for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
        for (int i = 0; i < n; i++) {
          assertThat(bytes[i]).isZero();
        }
        count += n;
      }
    } catch (IOException _) {
      // spoilt
    }
    try {
      stream.close(); // whoever has no more to read has the other end give up, too
    } catch (IOException _) {
      // spoilt
    }
    writing.result();
    return count;
  }

  /** Passes records on, and spoils one. */
  private static Task<Void> middle(StreamConnector from, StreamConnector to, long seed, int which) {
    return Task.start(
        loom.threadFactory(),
        () -> {
          Random random = new Random(seed);
          try {
            for (int i = 0; pass(from, to, i == which, random); i++) {}
            to.shutdownOutput();
          } catch (IOException _) {
            from.close();
            to.close();
          }
          return null;
        });
  }

  private static boolean pass(
      StreamConnector from, StreamConnector to, boolean isSpoilt, Random random)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(5);
    if (from.read(head) < 0) {
      return false;
    }
    if (head.hasRemaining()) {
      from.readFully(head);
    }
    byte[] record = Arrays.copyOf(head.array(), 5 + (head.getShort(3) & 0xffff));
    from.readFully(ByteBuffer.wrap(record, 5, record.length - 5));
    if (!isSpoilt) {
      to.write(record);
      return true;
    }
    switch (random.nextInt(7)) {
      case 0 -> record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> record[random.nextInt(5)] = (byte) random.nextInt();
      case 2 -> to.write(record); // twice
      case 3 -> record = Arrays.copyOf(record, random.nextInt(record.length)); // the end
      case 4 -> record = Arrays.copyOf(record, record.length + random.nextInt(40_000));
      case 5 -> record = empty(random); // many that say nothing
      default -> random.nextBytes(record);
    }
    to.write(record);
    return random.nextBoolean();
  }

  private static byte[] empty(Random random) {
    byte[] many = new byte[5 * 300];
    for (int i = 0; i < many.length; i += 5) {
      many[i] = (byte) (20 + random.nextInt(4));
      many[i + 1] = 3;
      many[i + 2] = 3;
    }
    return many;
  }
}
