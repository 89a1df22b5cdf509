// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The calls about who may open what. They return the negated error number on failure. Loaded on
 * Windows only.
 */
final class AccessCalls {
  private static final MethodHandle GetCurrentProcess =
      Binder.kernel32("GetCurrentProcess", JAVA_LONG);
  private static final MethodHandle LocalFree = Binder.kernel32("LocalFree", JAVA_LONG, ADDRESS);
  private static final MethodHandle OpenProcessToken =
      Binder.advapi32("OpenProcessToken", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle GetTokenInformation =
      Binder.advapi32(
          "GetTokenInformation", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle ConvertSidToStringSidW =
      Binder.advapi32("ConvertSidToStringSidW", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ConvertStringSecurityDescriptorToSecurityDescriptorW =
      Binder.advapi32(
          "ConvertStringSecurityDescriptorToSecurityDescriptorW",
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS);

  private AccessCalls() {}

  /**
   * Makes a security descriptor of its text, to be freed with {@link #free}.
   *
   * @param into receives its address
   */
  static int descriptor(String text, MemorySegment into, CallState state) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sddl = arena.allocateFrom(text, StandardCharsets.UTF_16LE);
      int isDone =
          (int)
              ConvertStringSecurityDescriptorToSecurityDescriptorW.invokeExact(
                  state.segment(), sddl, PipeConstants.SDDL_REVISION_1, into, MemorySegment.NULL);
      return isDone != 0 ? 0 : state.lastError();
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /** Frees what the system allocated. */
  static void free(MemorySegment allocated, CallState state) {
    try {
      long unused = (long) LocalFree.invokeExact(state.segment(), allocated); // fails for bad ones
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  /**
   * The user that this process runs as, as the text of a SID.
   *
   * @param into receives it as its first element
   */
  static int ownUser(String[] into, CallState state) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment token = arena.allocate(JAVA_LONG);
      long process = (long) GetCurrentProcess.invokeExact(state.segment());
      int isOpen =
          (int)
              OpenProcessToken.invokeExact(
                  state.segment(), process, PipeConstants.TOKEN_QUERY, token);
      if (isOpen == 0) {
        return state.lastError();
      }
      try {
        return user(token.get(JAVA_LONG, 0), into, arena, state);
      } finally {
        int unused = Kernel32.close(token.get(JAVA_LONG, 0), new CallState(arena)); // ours
      }
    } catch (Throwable e) {
      throw Binder.unexpected(e);
    }
  }

  private static int user(long token, String[] into, Arena arena, CallState state)
      throws Throwable {
    int room = PipeLayouts.TOKEN_USER_MOST;
    MemorySegment user = arena.allocate(room, 8);
    MemorySegment length = arena.allocate(JAVA_INT);
    int isKnown =
        (int)
            GetTokenInformation.invokeExact(
                state.segment(), token, PipeConstants.TokenUser, user, room, length);
    if (isKnown == 0) {
      return state.lastError();
    }
    MemorySegment text = arena.allocate(ADDRESS);
    int isText =
        (int) ConvertSidToStringSidW.invokeExact(state.segment(), user.get(ADDRESS, 0), text);
    if (isText == 0) {
      return state.lastError();
    }
    MemorySegment address = text.get(ADDRESS, 0);
    into[0] = address.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_16LE);
    free(address, state);
    return 0;
  }
}
