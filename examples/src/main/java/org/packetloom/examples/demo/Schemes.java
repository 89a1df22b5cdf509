// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.packetloom.Capability;

/** The rows of the table of schemes. */
final class Schemes {
  /** Goes in many pieces. */
  private static final int PIECES_BYTES = 1 << 19;

  /** Fits every kind of record and datagram, and into the buffers of all clients together. */
  private static final int RECORD_BYTES = 16 << 10;

  private static final int MANY = Integer.MAX_VALUE;

  private final Path folder;
  private final String unique = "packetloom-demo-" + ProcessHandle.current().pid();

  /** The folder holds the files of those that have some. */
  Schemes(Path folder) {
    this.folder = folder;
  }

  /** Those whose round trips are measured. */
  List<Peers> peers() {
    return List.of(
        stream("tcp4", Capability.TCP4, "tcp4://127.0.0.1:0"),
        stream("tcp6", Capability.TCP6, "tcp6://[::1]:0"),
        stream("tcp by name", Capability.TCP4, "tcp://localhost:0"),
        datagrams("udp4", Capability.UDP4, "udp4://127.0.0.1:0", "udp4://127.0.0.1:0"),
        datagrams("udp6", Capability.UDP6, "udp6://[::1]:0", "udp6://[::1]:0"),
        stream("local path", Capability.LOCAL_PATH, "local://" + path("stream")),
        stream("local abstract", Capability.LOCAL_ABSTRACT, "local:///%00" + unique),
        pairs("local unnamed", Capability.LOCAL_UNNAMED, "local://"),
        records("local path", "local://" + path("seqpacket")),
        records("local abstract", "local:///%00" + unique + "-seqpacket"),
        local("local path", "local://" + path("datagram")),
        local("local abstract", "local:///%00" + unique + "-datagram"),
        fifo(),
        new StreamPeers("pipe", Optional.empty(), PIECES_BYTES, "pipe:///" + unique, MANY),
        pairs("anon", Capability.ANON, "anon://"),
        new PairedPeers(
            "fd (a socket)", Optional.of(Capability.FD), PIECES_BYTES, "local://", true),
        new StreamPeers("memory (user)", Optional.empty(), PIECES_BYTES, "memory:///demo", MANY));
  }

  /** Those that are opened and closed, and no more. */
  List<Glimpse> glimpses() {
    return List.of(new Glimpse("tun", "tun://"), new Glimpse("tap", "tap://"));
  }

  private String path(String name) {
    return folder.resolve(name).toUri().getRawPath();
  }

  private static Peers stream(String name, Capability capability, String uri) {
    return new StreamPeers(name, Optional.of(capability), PIECES_BYTES, uri, MANY);
  }

  private static Peers pairs(String name, Capability capability, String uri) {
    return new PairedPeers(name, Optional.of(capability), PIECES_BYTES, uri, false);
  }

  private static Peers datagrams(String name, Capability capability, String uri, String client) {
    return new DatagramPeers(name, Optional.of(capability), RECORD_BYTES, uri, client);
  }

  private static Peers records(String name, String uri) {
    String full = uri + "?behaviour=seqpacket";
    return new StreamPeers(name + " seqpacket", Optional.empty(), RECORD_BYTES, full, MANY);
  }

  private static Peers local(String name, String uri) {
    String behaviour = "?behaviour=datagram";
    return new DatagramPeers(
        name + " datagram",
        Optional.empty(),
        RECORD_BYTES,
        uri + behaviour,
        uri + "-%d" + behaviour);
  }

  /** Two pipes with names lead one client at a time there and back. */
  private Peers fifo() {
    String uri = "fifo://" + path("there") + "?reply=" + path("back");
    return new StreamPeers("fifo", Optional.empty(), PIECES_BYTES, uri, 1);
  }
}
