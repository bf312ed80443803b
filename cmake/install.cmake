# find_package(hilo) gives hilo::hilo; pkg-config knows it as hilo.
include(CMakePackageConfigHelpers)

set(HILO_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/hilo)

install(TARGETS hilo EXPORT hilo_targets)
install(DIRECTORY include/hilo DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS hilo_worker RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/hilo)
if(TARGET hilo_jit)
  install(TARGETS hilo_jit LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/hilo)
endif()
if(TARGET hilo_program)
  install(TARGETS hilo_program)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT hilo_targets NAMESPACE hilo:: DESTINATION ${HILO_CMAKE_DIR})
configure_package_config_file(cmake/hiloConfig.cmake.in ${PROJECT_BINARY_DIR}/hiloConfig.cmake
                              INSTALL_DESTINATION ${HILO_CMAKE_DIR})
# Before 1.0 a minor version may break what calls it.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hiloConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hiloConfig.cmake ${PROJECT_BINARY_DIR}/hiloConfigVersion.cmake
        DESTINATION ${HILO_CMAKE_DIR})

# Paths in hilo.pc are relative to the file, so that the installed tree may move.
file(RELATIVE_PATH HILO_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
get_target_property(hilo_library_type hilo TYPE)
if(hilo_library_type STREQUAL "STATIC_LIBRARY")
  set(HILO_PC_LIBS "-lhilo -pthread")
else()
  # The programs look for the library where it lies from them, wherever the tree is.
  file(RELATIVE_PATH from_helper /prefix/${CMAKE_INSTALL_LIBEXECDIR}/hilo
       /prefix/${CMAKE_INSTALL_LIBDIR})
  set_target_properties(hilo_worker PROPERTIES INSTALL_RPATH "$ORIGIN/${from_helper}")
  if(TARGET hilo_program)
    file(RELATIVE_PATH from_program /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${CMAKE_INSTALL_LIBDIR})
    set_target_properties(hilo_program PROPERTIES INSTALL_RPATH "$ORIGIN/${from_program}")
  endif()
  set(HILO_PC_LIBS "-lhilo")
endif()
configure_file(cmake/hilo.pc.in ${PROJECT_BINARY_DIR}/hilo.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hilo.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
