// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import org.packetloom.ConnectorUri;
import org.packetloom.net.PacketloomRmiSocketFactory;

/** Java's remote objects, whose stubs carry a socket factory. */
final class RemoteObjectsRecipe implements Recipe {
  private static final String HOST = "127.0.0.1";
  private static final int CALLS = 300;

  /** What the recipe exports. */
  interface Greeter extends Remote {
    /** Greets. */
    String greet(String name) throws RemoteException;
  }

  @Override
  public String name() {
    return "rmi";
  }

  @Override
  public String summary() {
    return "Java's remote objects and their registry over TCP and a Unix-domain socket";
  }

  @Override
  public String urlForm() {
    return "";
  }

  @Override
  public void run(Workbench bench) throws Exception {
    System.setProperty("java.rmi.server.hostname", HOST);
    PacketloomRmiSocketFactory tcp = PacketloomRmiSocketFactory.create();
    bench.row(
        CALLS + " calls over TCP",
        () -> called(tcp, tcp, ServerFolder.freePort()),
        () -> called(null, null, ServerFolder.freePort()));
    Path folder = Files.createTempDirectory("packetloom-rmi-");
    try {
      PacketloomRmiSocketFactory local =
          PacketloomRmiSocketFactory.via(
              ConnectorUri.parse("local://" + folder.resolve("rmi.sock")));
      bench.row(
          CALLS + " calls over a Unix-domain socket",
          () -> called(local, local, Registry.REGISTRY_PORT), // which nobody listens at
          "not to be had");
    } finally {
      Files.delete(folder);
    }
  }

  /** Without factories the JDK's own sockets serve. */
  private static String called(
      RMIClientSocketFactory clients, RMIServerSocketFactory servers, int port) throws Exception {
    Greeter greeter = name -> "hello " + name;
    Registry registry = LocateRegistry.createRegistry(port, clients, servers);
    try {
      registry.bind("greeter", UnicastRemoteObject.exportObject(greeter, port, clients, servers));
      Registry seen = LocateRegistry.getRegistry(HOST, port, clients);
      Greeter stub = (Greeter) seen.lookup("greeter");
      for (int i = 0; i < CALLS; i++) {
        stub.greet("you");
      }
      return stub.greet("you");
    } finally {
      UnicastRemoteObject.unexportObject(greeter, true);
      UnicastRemoteObject.unexportObject(registry, true);
    }
  }
}
