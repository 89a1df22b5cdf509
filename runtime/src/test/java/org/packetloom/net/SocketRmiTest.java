// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorUri;
import org.packetloom.suite.Watchdog;

/** Remote objects over our sockets: TCP, and a Unix-domain one. */
@ExtendWith(Watchdog.class)
class SocketRmiTest {
  @TempDir private Path folder;

  /** Something to call. */
  public interface Adder extends Remote {
    /** The sum. */
    int add(int a, int b) throws RemoteException;
  }

  private static final class RealAdder implements Adder {
    @Override
    public int add(int a, int b) {
      return a + b;
    }
  }

  private static Object copy(Object original) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void factoriesAreEqualAfterTheirJourney() throws Exception {
    var direct = PacketloomRmiSocketFactory.create();
    var via = PacketloomRmiSocketFactory.via(ConnectorUri.parse("unix:///run/x"));
    var same = PacketloomRmiSocketFactory.via(ConnectorUri.parse("local:///run/x"));
    assertThat(copy(direct)).isEqualTo(direct).hasSameHashCodeAs(direct).isNotEqualTo(via);
    assertThat(copy(via)).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(via.toString()).contains("/run/x");
  }

  /** A peer writes what it likes into the bytes of a factory. */
  @ParameterizedTest
  @ValueSource(strings = {"fd:///999", "gibberish", "tcp://\n:7"})
  void aFactoryThatWasTamperedWithIsRefused(String uri) throws Exception {
    var factory = PacketloomRmiSocketFactory.via(ConnectorUri.parse("tcp://h:7"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(factory);
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    assertThat(text).contains("tcp://h:7");
    byte[] changed = text.replace("tcp://h:7", uri).getBytes(StandardCharsets.ISO_8859_1);
    try (var in = new ObjectInputStream(new ByteArrayInputStream(changed))) {
      assertThatThrownBy(in::readObject)
          .isInstanceOf(InvalidObjectException.class)
          .hasMessageStartingWith("via: ");
    }
  }

  private static void assertServes(PacketloomRmiSocketFactory factory, int port) throws Exception {
    RealAdder adder = new RealAdder();
    Registry registry = LocateRegistry.createRegistry(port, factory, factory);
    try {
      Remote stub = UnicastRemoteObject.exportObject(adder, port, factory, factory);
      registry.rebind("adder", stub);
      Adder remote = (Adder) registry.lookup("adder");
      assertThat(remote.add(2, 3)).isEqualTo(5);
      assertThat(remote.add(-1, 1)).isZero();
    } finally {
      UnicastRemoteObject.unexportObject(adder, true);
      UnicastRemoteObject.unexportObject(registry, true);
    }
  }

  @Test
  void objectsAreCalledOverTcp() throws Exception {
    assertServes(PacketloomRmiSocketFactory.create(), 0);
  }

  @Test
  void objectsAreCalledOverAUnixDomainSocket() throws Exception {
    ConnectorUri uri = ConnectorUri.parse("local://" + folder.resolve("rmi"));
    assertServes(PacketloomRmiSocketFactory.via(uri), 1099); // no port of the system's
  }
}
