// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.packetloom.CapabilityException;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Paths;

/**
 * Turns names of users and groups into numbers, off the carriers: the system may ask a directory
 * service. The caller waits in a {@link ParkSpot}.
 */
final class Accounts {
  private final Opening opening;
  private final String endpoints;

  Accounts(Opening opening, String endpoints) {
    this.opening = opening;
    this.endpoints = endpoints;
  }

  /** The number of a user, unsigned. */
  int user(String nameOrNumber) throws IOException {
    return number("user", nameOrNumber, Paths::user);
  }

  /** The number of a group, unsigned. */
  int group(String nameOrNumber) throws IOException {
    return number("group", nameOrNumber, Paths::group);
  }

  @FunctionalInterface
  private interface LookUp {
    long number(Paths paths, byte[] name);
  }

  private int number(String kind, String nameOrNumber, LookUp lookUp) throws IOException {
    if (nameOrNumber.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseUnsignedInt(nameOrNumber);
    }
    long result = await(kind, nameOrNumber.getBytes(StandardCharsets.UTF_8), lookUp);
    if (result >= 0) {
      return (int) result;
    }
    if (opening.kind((int) result) == ErrorKind.MISSING) {
      throw new CapabilityException(
          kind + " '" + nameOrNumber + "' for " + endpoints, "nobody has that name here", "");
    }
    throw opening.failures().atOnce("find " + kind + " of", endpoints, (int) result);
  }

  private long await(String kind, byte[] name, LookUp lookUp) throws IOException {
    Paths paths = opening.engine().platform().paths();
    CompletableFuture<Long> answer = new CompletableFuture<>();
    ParkSpot spot = ParkSpot.open(opening, endpoints);
    try {
      spot.deadline(opening.openDeadline());
      var unused = answer.whenComplete((_, _) -> spot.signal());
      Thread.ofPlatform()
          .daemon()
          .name("packetloom-account")
          .start(() -> complete(answer, paths, name, lookUp));
      spot.await("find " + kind + " of", answer::isDone);
    } finally {
      spot.close();
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw new IOException("find " + kind + " of " + endpoints, e.getCause());
    }
  }

  private static void complete(
      CompletableFuture<Long> answer, Paths paths, byte[] name, LookUp lookUp) {
    try {
      answer.complete(lookUp.number(paths, name));
    } catch (Throwable e) { // the caller waits for an answer, whatever it is
      answer.completeExceptionally(e);
    }
  }
}
