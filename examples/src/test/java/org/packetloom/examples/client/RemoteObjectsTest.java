// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.ConnectorUri;
import org.packetloom.net.PacketloomRmiSocketFactory;
import org.packetloom.suite.Task;

/** Remote objects, their registry and their callbacks. */
class RemoteObjectsTest {
  private static final String HOST = "127.0.0.1";

  @TempDir private Path folder;

  private final Opened opened = new Opened();

  /** What remote objects communicate through. */
  enum Link {
    JDK,
    PACKETLOOM,
    PACKETLOOM_LOCAL
  }

  /** Called from far. */
  interface Counter extends Remote {
    int add(int number) throws RemoteException;

    byte[] echo(byte[] bytes) throws RemoteException;

    void tell(Listener listener, int times) throws RemoteException;
  }

  /** Called back. */
  interface Listener extends Remote {
    void hear(int number) throws RemoteException;
  }

  private static final class Sum implements Counter {
    private final AtomicInteger sum = new AtomicInteger();

    @Override
    public int add(int number) {
      if (number < 0) {
        throw new IllegalArgumentException("less than nothing");
      }
      return sum.addAndGet(number);
    }

    @Override
    public byte[] echo(byte[] bytes) {
      return bytes;
    }

    @Override
    public void tell(Listener listener, int times) throws RemoteException {
      for (int i = 0; i < times; i++) {
        listener.hear(i);
      }
    }
  }

  /** Makes server sockets by way of another, and remembers them: nobody else closes them. */
  private static final class Remembering implements RMIServerSocketFactory {
    private final RMIServerSocketFactory inner;
    private final List<ServerSocket> made = new CopyOnWriteArrayList<>();

    Remembering(RMIServerSocketFactory inner) {
      this.inner = inner;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      ServerSocket socket = inner.createServerSocket(port);
      made.add(socket);
      return socket;
    }

    List<ServerSocket> made() {
      return made;
    }
  }

  @BeforeAll
  static void stayOnThisMachine() {
    System.setProperty("java.rmi.server.hostname", HOST);
  }

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @ParameterizedTest
  @EnumSource
  void objectIsFoundAndCalled(Link link) throws Exception {
    Exporting exporting = new Exporting(link);
    exporting.bind("counter", new Sum());

    Counter counter = (Counter) exporting.registry().lookup("counter");

    assertThat(counter.add(1)).isEqualTo(1);
    assertThat(counter.echo(new byte[1 << 20])).hasSize(1 << 20);
    assertThatThrownBy(() -> counter.add(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("less than nothing");
  }

  @ParameterizedTest
  @EnumSource
  void virtualThreadsCallTheSameObject(Link link) throws Exception {
    Exporting exporting = new Exporting(link);
    exporting.bind("counter", new Sum());
    Counter counter = (Counter) exporting.registry().lookup("counter");

    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tasks.add(Task.start(Thread.ofVirtual().factory(), () -> counter.add(1)));
    }

    assertThat(tasks).extracting(Task::result).doesNotHaveDuplicates();
    assertThat(counter.add(0)).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void objectCallsBack(Link link) throws Exception {
    Exporting exporting = new Exporting(link);
    exporting.bind("counter", new Sum());
    Counter counter = (Counter) exporting.registry().lookup("counter");
    List<Integer> heard = new CopyOnWriteArrayList<>();
    Listener listener = heard::add;
    Remote stub = exporting.export(listener);
    assertThat(exporting.serverSockets()).isEqualTo(1);

    counter.tell((Listener) stub, 100);

    assertThat(heard).hasSize(100).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void objectIsGoneOnceItIsTakenBack(Link link) throws Exception {
    Exporting exporting = new Exporting(link);
    Sum sum = new Sum();
    Counter counter = (Counter) exporting.export(sum);
    assertThat(counter.add(3)).isEqualTo(3);

    assertThat(UnicastRemoteObject.unexportObject(sum, true)).isTrue();

    assertThatThrownBy(() -> counter.add(1)).isInstanceOf(RemoteException.class);
  }

  /** A registry, and objects at ports of their own. */
  private final class Exporting {
    private final RMIClientSocketFactory clients;
    private final Remembering servers;
    private final int port;

    Exporting(Link link) throws Exception {
      PacketloomRmiSocketFactory ours =
          link == Link.PACKETLOOM_LOCAL
              ? PacketloomRmiSocketFactory.via(
                  ConnectorUri.parse("local://" + folder.resolve("rmi.sock")))
              : PacketloomRmiSocketFactory.create();
      clients = link == Link.JDK ? null : ours;
      servers = new Remembering(link == Link.JDK ? ServerSocket::new : ours);
      // one path is one server socket, which objects share by a port that nobody looks at
      port = link == Link.PACKETLOOM_LOCAL ? Registry.REGISTRY_PORT : 0;
      opened.onClose(
          () -> {
            for (ServerSocket socket : servers.made()) {
              socket.close();
            }
          });
      Registry registry = LocateRegistry.createRegistry(port, clients, servers);
      opened.onClose(() -> UnicastRemoteObject.unexportObject(registry, true));
    }

    /** As a client sees it. */
    Registry registry() throws RemoteException {
      return LocateRegistry.getRegistry(HOST, servers.made().getFirst().getLocalPort(), clients);
    }

    int serverSockets() {
      return servers.made().size();
    }

    void bind(String name, Remote object) throws Exception {
      registry().bind(name, export(object));
    }

    Remote export(Remote object) throws RemoteException {
      Remote stub = UnicastRemoteObject.exportObject(object, port, clients, servers);
      opened.onClose(
          () -> {
            try {
              UnicastRemoteObject.unexportObject(object, true);
            } catch (NoSuchObjectException _) {
              // the test has done it
            }
          });
      return stub;
    }
  }
}
