# The manual page and the completions of shells: what the program that was built says about itself.
set(manual_dir ${PROJECT_BINARY_DIR}/manual)
file(MAKE_DIRECTORY ${manual_dir})

# hilo_says(FILE WORDS DESTINATION NAME): what 'hilo WORDS' prints becomes NAME in DESTINATION.
function(hilo_says file words destination name)
  add_custom_command(
    OUTPUT ${manual_dir}/${file}
    COMMAND hilo_program ${words} > ${manual_dir}/${file}
    DEPENDS hilo_program
    COMMENT "Making ${file}"
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY hilo_manual_files ${manual_dir}/${file})
  install(FILES ${manual_dir}/${file} DESTINATION ${destination} RENAME ${name})
endfunction()

hilo_says(hilo.1 "help;man" ${CMAKE_INSTALL_MANDIR}/man1 hilo.1)
hilo_says(hilo.bash "completion;bash" ${CMAKE_INSTALL_DATADIR}/bash-completion/completions hilo)
hilo_says(hilo.zsh "completion;zsh" ${CMAKE_INSTALL_DATADIR}/zsh/site-functions _hilo)
hilo_says(hilo.fish "completion;fish" ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d hilo.fish)

get_property(files GLOBAL PROPERTY hilo_manual_files)
add_custom_target(hilo_manual ALL DEPENDS ${files})
