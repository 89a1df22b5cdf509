// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.packetloom.Packetloom;
import org.packetloom.tls.ClientAuthentication;
import org.packetloom.tls.Tls;
import org.packetloom.tls.TlsConnector;

/**
 * Any bytes at all do a client and a server no harm: there are bytes that an honest peer has
 * written, the end, or an {@link IOException}, which stays; a handshake ends within its limits.
 *
 * <p>An input says which side is attacked and which version is spoken, then in steps what it gets:
 * bytes of the input, as they are or as records, and what an honest peer says, in pieces, changed,
 * doubled or left out.
 */
public final class RecordFuzz {
  private static final int MOST_HANDSHAKE_BYTES = 8 << 10;

  /** The largest record there may be, of the two that a reader may hold. */
  private static final int RECORD_BYTES = 34 << 10;

  private static final Packetloom LOOM;
  private static final KeyManager[] KEYS;
  private static final TrustManager[] TRUST;

  static {
    try {
      LOOM = Packetloom.open();
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(Keys.store(), Keys.PASSWORD);
      KEYS = keys.getKeyManagers();
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(Keys.store());
      TRUST = trust.getTrustManagers();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private final MemoryTransport near = new MemoryTransport();
  private final MemoryTransport far = new MemoryTransport();
  private final TlsConnector victim;
  private final TlsConnector peer;
  private int sent; // bytes of the peer's application; each is the low byte of its number
  private int received; // by the victim
  private byte[] last = new byte[0]; // what was given last
  private byte[] pending = new byte[0]; // of the peer, not given yet
  private boolean isOver; // the victim has seen an end or a failure
  private boolean hasFailed;

  private RecordFuzz(int mode) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(KEYS, TRUST, null);
    String version = (mode & 2) == 0 ? "TLSv1.3" : "TLSv1.2";
    Tls client = limited(Tls.client().context(context).peer("localhost", 1).protocols(version));
    Tls server = limited(Tls.server(context).protocols("TLSv1.3", "TLSv1.2"));
    if ((mode & 4) != 0) {
      server = server.clientAuthentication(ClientAuthentication.NEEDED);
    }
    boolean isServer = (mode & 1) == 0;
    victim = (isServer ? server : client).lazilyOver(LOOM, near.stream());
    peer = (isServer ? client : server).lazilyOver(LOOM, far.stream());
  }

  private static Tls limited(Tls tls) {
    return tls.mostHandshakeBytes(MOST_HANDSHAKE_BYTES)
        .handshakeTimeout(Duration.ofMillis(1))
        .closeTimeout(Duration.ZERO);
  }

  /** Where to start from: honest talks, and things that do not belong to one. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int mode = 0; mode < 8; mode++) {
      for (int[] steps :
          new int[][] {
            {0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 9, 20, 0, 0, 10, 0, 8, 3, 0, 0, 11, 0, 0, 0},
            {1, 90, 1, 90, 2, 9, 0, 0, 4, 0},
            {0, 0, 0, 0, 0, 0, 8, 1, 0, 0, 8, 1, 2, 30, 0, 0},
            {0, 0, 0, 0, 0, 0, 8, 40, 0, 0, 4, 0, 14, 0, 12, 0, 13, 0},
            {5, 5, 'G', 'E', 'T', ' ', '/', 13, 0},
            {6, 2, 1, 21, 40},
            {7, 200, 0, 23, 13, 0},
            {15, 255, 22, 3, 3}
          }) {
        byte[] seed = new byte[1 + steps.length];
        seed[0] = (byte) mode;
        for (int i = 0; i < steps.length; i++) {
          seed[1 + i] = (byte) steps[i];
        }
        seeds.add(seed);
      }
    }
    return seeds;
  }

  /** Called by the fuzzer once, before time counts: keys have been made then. */
  public static void fuzzerInitialize() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
    int unused = received(bytes);
  }

  /** How many bytes the side that is attacked got. */
  static int received(byte[] input) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(input);
    if (!in.hasRemaining()) {
      return 0;
    }
    RecordFuzz attack = new RecordFuzz(in.get());
    attack.play(in);
    return attack.received;
  }

  private void play(ByteBuffer in) throws IOException {
    try (victim;
        peer) {
      pump();
      while (in.remaining() >= 2) {
        step(in.get() & 15, in.get() & 0xFF, in);
        pump();
      }
      finish();
    }
  }

  private void step(int what, int size, ByteBuffer in) {
    switch (what) {
      case 0 -> give(pending(pending.length));
      case 1 -> give(pending(size));
      case 2 -> give(changed(pending(pending.length), size));
      case 3 -> pending(size);
      case 4 -> give(last);
      case 5 -> give(of(in, size));
      case 6 -> give(record(in.hasRemaining() ? in.get() : 0, of(in, size)));
      case 7 -> repeat(record(in.hasRemaining() ? in.get() : 0, new byte[0]), size);
      case 8 -> talk(size);
      case 9 -> attempt(() -> victim.tryWrite(ByteBuffer.allocate(64 * size)));
      case 10 -> attempt(() -> update(peer));
      case 11 -> attempt(peer::shutdownOutput);
      case 12 -> attempt(victim::shutdownOutput);
      case 13 -> near.end();
      case 14 -> attempt(() -> update(victim));
      default -> give(head(in.hasRemaining() ? in.get() : 0, 257 * size));
    }
  }

  private void give(byte[] bytes) {
    last = bytes;
    near.give(bytes);
  }

  private byte[] pending(int most) {
    int size = Math.min(most, pending.length);
    byte[] first = Arrays.copyOf(pending, size);
    pending = Arrays.copyOfRange(pending, size, pending.length);
    return first;
  }

  private static byte[] changed(byte[] bytes, int where) {
    if (bytes.length > 0) {
      bytes[where * 7 % bytes.length] ^= (byte) (1 << (where & 7));
    }
    return bytes;
  }

  private static byte[] of(ByteBuffer in, int size) {
    byte[] bytes = new byte[Math.min(size, in.remaining())];
    in.get(bytes);
    return bytes;
  }

  private static byte[] head(int type, int length) {
    return new byte[] {(byte) (20 + (type & 7)), 3, 3, (byte) (length >> 8), (byte) length};
  }

  private static byte[] record(int type, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put(head(type, content.length))
        .put(content)
        .array();
  }

  private void repeat(byte[] record, int times) {
    ByteBuffer all = ByteBuffer.allocate(record.length * times);
    while (all.hasRemaining()) {
      all.put(record);
    }
    give(all.array());
  }

  private void talk(int size) {
    byte[] bytes = new byte[64 * size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (sent + i);
    }
    attempt(() -> sent += peer.tryWrite(ByteBuffer.wrap(bytes)));
  }

  /** Without a handshake there are no keys to be changed, and it would be waited for. */
  private static void update(TlsConnector stream) throws IOException {
    if (stream.session().getProtocol().equals("TLSv1.3")) {
      stream.updateKeys();
    }
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private static void attempt(Action action) {
    try {
      action.run();
    } catch (IOException _) {
      // what has gone wrong is told; nothing else may be thrown
    }
  }

  /** Has both sides read what is there, and brings the peer what the victim says. */
  private void pump() {
    read();
    far.give(near.takeWritten());
    attempt(() -> peer.tryRead(ByteBuffer.allocate(1 << 15)));
    byte[] said = far.takeWritten();
    byte[] all = Arrays.copyOf(pending, pending.length + said.length);
    System.arraycopy(said, 0, all, pending.length, said.length);
    pending = all;
    if (victim.session().getProtocol().equals("NONE")) {
      ensure(near.taken() <= MOST_HANDSHAKE_BYTES + RECORD_BYTES, "taken " + near.taken());
    }
  }

  private void read() {
    ByteBuffer into = ByteBuffer.allocate(1000);
    try {
      int n = victim.tryRead(into);
      while (n > 0) {
        ensure(!isOver, "bytes after the end");
        check(into.flip());
        n = victim.tryRead(into.clear());
      }
      ensure(!hasFailed || n == 0, "an end after a failure");
      isOver = isOver || n < 0;
    } catch (IOException e) {
      isOver = true;
      hasFailed = true;
    }
  }

  private void check(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      ensure(bytes.get() == (byte) received, "byte " + received + " is another");
      received++;
    }
    ensure(received <= sent, "more than was sent: " + received);
  }

  /** Whatever came, the handshake has an end. */
  private void finish() {
    attempt(victim::handshake);
    read();
    attempt(() -> victim.tryWrite(ByteBuffer.allocate(1)));
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
